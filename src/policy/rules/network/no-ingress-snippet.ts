import { annotationsOf, pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no Ingress adds snippets to the configuration of its controller. */
export const noIngressSnippet = rule({
  id: 'no-ingress-snippet',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['Ingress'] },
  title: 'No Ingress adds snippets to the configuration of its controller',
  severity: Severity.HIGH,
  rationale:
    "A snippet runs as code in the controller. It can read the controller's token, and with that token every Secret of the cluster (CVE-2021-25742).",
  fix: 'remove the snippet, and use the annotation for that purpose',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2021-25742'],
  controls: [...nist('4.3.1'), ...nsa('C-0059')],
  check,
  examples: {
    good: [example('nginx.ingress.kubernetes.io/ssl-redirect: "true"')],
    bad: [
      example('nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers \\"a: b\\";"'),
      example('nginx.org/server-snippets: "return 200;"'),
    ],
  },
});

const SNIPPET = /^nginx\.(ingress\.kubernetes\.io|org)\/.*snippets?$/;

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Ingress')) return [];
  return Object.keys(annotationsOf(object.json))
    .filter((key) => SNIPPET.test(key))
    .map((key) => ({
      path: `/metadata/annotations${pointerStep(key)}`,
      value: key,
      message: `${key} adds code to the configuration of the controller that all Ingresses share`,
    }));
}

function example(annotation: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sensor, namespace: edge, annotations: {${annotation}}}
spec: {defaultBackend: {service: {name: sensor, port: {number: 80}}}}
`;
}
