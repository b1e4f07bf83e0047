import { APPARMOR_ANNOTATION, toAnnotation } from '../../../kubernetes/confinement';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { profileType } from '../profile-type';
import { goQuoted, plural, quoted, setters, valuesOf } from '../words';

const HARDENED_PROFILE = HARDENED.securityContext.appArmorProfile;

const ALLOWED = new Set(['RuntimeDefault', 'Localhost']);

/** Rejects pods that switch off AppArmor. Reads the field and the annotation at every version. */
export const appArmorProfile: PodSecurityCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  revisions: [{ since: 0, find }],
  describe: (breaches) => {
    const fields = breaches.filter((b) => b.form !== 'annotation');
    const annotations = breaches.filter((b) => b.form === 'annotation');
    const who = [
      ...(fields.length > 0 ? [setters(fields)] : []),
      ...(annotations.length > 0 ? [plural('annotation', 'annotations', annotations.length)] : []),
    ];
    const values = [...valuesOf(fields), ...valuesOf(annotations)];
    return {
      reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
      detail: `${who.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
    };
  },
};

function find(pod: PodSubject): Breach[] {
  const breaches: Breach[] = [];
  const judge = (context: { readonly [key: string]: unknown }, base: string, of: Pick<Breach, 'container'>): void => {
    const profile = context['appArmorProfile'];
    const type = profileType(profile);
    if (!isObject(profile) || ALLOWED.has(type)) return;
    const path = `${base}/securityContext/appArmorProfile`;
    breaches.push({ path: `${path}/type`, value: type, set: { path, value: HARDENED_PROFILE }, ...of });
  };
  judge(pod.securityContext, '/spec', {});
  for (const container of pod.containers) judge(container.securityContext, container.path, { container });
  for (const [key, value] of Object.entries(pod.annotations)) {
    // an annotation counts for any name, even without such a container
    if (!key.startsWith(APPARMOR_ANNOTATION) || typeof value !== 'string' || isAllowedAnnotation(value)) continue;
    const name = key.slice(APPARMOR_ANNOTATION.length);
    const container = pod.containerNamed(name);
    const path = `/metadata/annotations${pointerStep(key)}`;
    const set = { value: toAnnotation(HARDENED_PROFILE) };
    // the same words as for the field, so that an acknowledgement holds for every version
    const type = value === 'unconfined' ? 'Unconfined' : value;
    const subject = container === undefined ? `${name}: ${type}` : type;
    breaches.push({ path, container, value: `${key}=${goQuoted(value)}`, subject, form: 'annotation', set });
  }
  return breaches;
}

function isAllowedAnnotation(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}
