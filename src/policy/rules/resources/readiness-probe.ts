import { Severity } from '../../../diagnostics/severity';
import { probeRule } from './probe-rule';
import { Topic } from '../../topic';

/** A container gets traffic when it can answer. */
export const readinessProbe = probeRule({
  id: 'readiness-probe',
  topic: Topic.RESOURCES,
  title: 'Every container with a port has a readiness probe',
  severity: Severity.LOW,
  rationale:
    'Without it a roll-out counts a pod as ready that cannot do its work, and goes on to the next gateway until none works.',
  fix: 'readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 10}',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  probe: 'readinessProbe',
  without: 'a roll-out cannot tell that the app does not work',
});
