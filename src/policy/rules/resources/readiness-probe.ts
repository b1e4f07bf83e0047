import { Severity } from '../../../diagnostics/severity';
import { probeRule } from './probe-rule';
import { Topic } from '../../topic';

/** Checks that a container gets traffic only while it is ready. */
export const readinessProbe = probeRule({
  id: 'readiness-probe',
  topic: Topic.RESOURCES,
  title: 'Every container with a port has a readiness probe',
  severity: Severity.LOW,
  rationale:
    'Without the probe, a rollout counts a broken pod as ready, and continues to the next gateway until no gateway works.',
  fix: 'set readinessProbe, for example to {httpGet: {path: /ready, port: http}, periodSeconds: 10}',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  probe: 'readinessProbe',
  without: 'a rollout does not notice if the app does not work',
});
