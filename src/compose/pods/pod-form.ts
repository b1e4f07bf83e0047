import type { ConversionOptions } from '../conversion-options';

/** True if no Service leads to a pod, so that services which reach each other by name must share one pod. */
export function isStandalone({ installation, target }: ConversionOptions): boolean {
  return installation !== undefined || target.isIzumaEdge;
}
