import { Severity } from '../../../diagnostics/severity';
import { ProbeRule } from './probe-rule';

/** A container that hangs is started anew. */
export class LivenessProbe extends ProbeRule {
  constructor() {
    super({
      id: 'liveness-probe',
      title: 'Every container with a port has a liveness probe',
      severity: Severity.LOW,
      rationale: 'On a gateway nobody is there to start an app anew that hangs.',
      fix: 'livenessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 10}',
      references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
      probe: 'livenessProbe',
      without: 'the kubelet does not see the app hang',
    });
  }
}
