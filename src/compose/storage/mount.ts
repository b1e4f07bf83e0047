import { quote } from '../../diagnostics/input-error';
import { absolutePath } from '../../kubernetes/syntax';
import type { ServiceConversion } from '../service-conversion';

/** Fields of a mount in a report. */
export const MOUNT_FIELD = 'spec.template.spec.containers[].volumeMounts';

/** Returns a path in a container in Kubernetes' form. */
export function mountPathOf(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/** Reserves a path of the container. Returns the problem if nothing can be mounted there. */
export function reserve({ mountPaths }: ServiceConversion, path: string): string | undefined {
  const problem = absolutePath('path of the container', path);
  if (problem !== undefined) return problem;
  if (mountPaths.has(path)) return `another volume is mounted at ${quote(path)}`;
  mountPaths.add(path);
  return undefined;
}

/** Joins the differences of a value to one sentence. Undefined without a difference. */
export function differencesOf(...differences: ReadonlyArray<string | false | undefined>): string | undefined {
  const found = differences.filter((each) => each !== undefined && each !== false);
  return found.length === 0 ? undefined : found.join('; ');
}

/** Reports a converted value, with its differences. */
export function reportConverted(
  { report }: Pick<ServiceConversion, 'report'>,
  key: string,
  field: string,
  difference: string | undefined,
): void {
  if (difference === undefined) report.converted(key, field);
  else report.approximated(key, field, difference);
}
