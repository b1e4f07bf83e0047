import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import { Acknowledgement } from '../kubernetes/acknowledgement';
import { FEATURES } from '../kubernetes/features';
import { builtInSchema } from '../kubernetes/schema/built-in-schema';
import type { Target } from '../kubernetes/target';

/** First minor version of Kubernetes with the field, behind the feature gate `ContainerStopSignals`. */
const FIELD_SINCE = 33;
const NEWEST_MINOR = 37;

/**
 * Signal by which the container is stopped, instead of that of its image.
 *
 * Kubernetes reads the field only if the feature gate `ContainerStopSignals` is set on the API server and on the kubelets, which
 * no version does by default. Without the gate, set `STOPSIGNAL` in the image, or run a program by `preStop`.
 */
export class StopSignal {
  /**
   * Returns a signal for a cluster that has the feature gate.
   * @param signal name of the signal, such as `SIGQUIT`
   * @param reason confirmation that the cluster has the gate, at least ten characters; it is in the manifest
   * @throws {@link InputError} if the signal is unknown, or the reason has fewer than ten characters
   */
  public static gated(signal: string, reason: string): StopSignal {
    expectTypes('StopSignal.gated', { signal: [signal, 'text'], reason: [reason, 'text'] });
    const problems = new Problems();
    const known = builtInSchema('core.v1.Lifecycle', NEWEST_MINOR).fields?.get('stopSignal')?.enum ?? [];
    if (!known.includes(signal))
      problems.add(`signal must be the name of a signal, such as "SIGQUIT", got ${quote(signal)}`);
    problems.throwIfAny('StopSignal.gated');
    return new StopSignal(
      signal,
      new Acknowledgement({ rule: 'field-of-target', reason, value: FEATURES.stopSignal.field }),
    );
  }

  private constructor(
    /** Name of the signal. */
    public readonly signal: string,
    /** Accepted finding: the field needs a feature gate. */
    public readonly acknowledgement: Acknowledgement,
  ) {}

  /** Problem of a target without the field. @internal */
  public _problem(target: Target): string | undefined {
    return target.minor >= FIELD_SINCE
      ? undefined
      : `stopSignal needs Kubernetes 1.${FIELD_SINCE} or later with a feature gate, got ${target.name}: set STOPSIGNAL in the image, or preStop`;
  }
}
