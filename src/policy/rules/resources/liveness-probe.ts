import { Severity } from '../../../diagnostics/severity';
import { probeRule } from './probe-rule';
import { Topic } from '../../topic';

/** A container that hangs is started anew. */
export const livenessProbe = probeRule({
  id: 'liveness-probe',
  topic: Topic.RESOURCES,
  title: 'Every container with a port has a liveness probe',
  severity: Severity.LOW,
  rationale: 'On a gateway nobody is there to start an app anew that hangs.',
  fix: 'livenessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 10}',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  probe: 'livenessProbe',
  without: 'the kubelet does not see the app hang',
});
