import { Problems, quote } from '../../diagnostics/input-error';
import { toDnsLabel } from '../../kubernetes/syntax';
import type { ComposeProject } from '../compose-project';

/**
 * Returns the names of the apps, by service.
 * @throws {@link InputError} if a name has no letter and no digit, or two services get one name
 */
export function appNames(project: ComposeProject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const holders = new Map<string, string>();
  const problems = new Problems();
  for (const service of project.services.keys()) {
    const { file, line } = project.placeOf(`/services/${service}`);
    const plain = toDnsLabel(service);
    // the name of a Service starts with a letter
    const name = /^[0-9]/.test(plain) ? toDnsLabel(`svc-${plain}`) : plain;
    const holder = holders.get(name);
    if (name === '')
      problems.add(`${file}:${line}: service ${quote(service)} must have a name with a letter or a digit: rename it`);
    else if (holder !== undefined)
      problems.add(
        `${file}:${line}: services ${quote(holder)} and ${quote(service)} both get the name ${quote(name)} in Kubernetes, which has lower case and "-" only: rename one`,
      );
    holders.set(name, service);
    names.set(service, name);
  }
  problems.throwIfAny(`project ${quote(project.name)}`);
  return names;
}
