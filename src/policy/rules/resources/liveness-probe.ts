import { Severity } from '../../../diagnostics/severity';
import { probeRule } from './probe-rule';
import { Topic } from '../../topic';

/** Checks that the kubelet can restart a container that hangs. */
export const livenessProbe = probeRule({
  id: 'liveness-probe',
  topic: Topic.RESOURCES,
  title: 'Every container with a port has a liveness probe',
  severity: Severity.LOW,
  rationale: 'On a gateway, nobody is there to restart an app that hangs.',
  fix: 'set livenessProbe, for example to {httpGet: {path: /healthz, port: http}, periodSeconds: 10}',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  probe: 'livenessProbe',
  without: 'the kubelet does not notice if the app hangs',
});
