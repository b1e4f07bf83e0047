import { annotationsOf, pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** No Ingress writes configuration of the controller. */
export const noIngressSnippet = rule({
  id: 'no-ingress-snippet',
  topic: Topic.NETWORK,
  scope: 'object',
  title: 'No Ingress writes into the configuration of its controller',
  severity: Severity.HIGH,
  rationale:
    "A snippet is code of the controller: with it an Ingress reads the controller's token, and with that every Secret of the cluster (CVE-2021-25742).",
  fix: 'remove the snippet, and use the annotation made for the purpose',
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
      message: `${key} puts code into the configuration of the controller, which all share`,
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
