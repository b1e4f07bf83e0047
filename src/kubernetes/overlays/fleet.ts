import { isObject, listAt, objectAt, pointerStep, stringAt } from '../manifest';
import type { FoundObject } from '../objects';
import type { Overlays } from './overlays';

/** Options of Helm that do not change the resources of a bundle. */
const HARMLESS: ReadonlySet<string> = new Set([
  'atomic',
  'disableDependencyUpdate',
  'disableDNS',
  'disablePreProcess',
  'force',
  'maxHistory',
  'releaseName',
  'skipSchemaValidation',
  'takeOwnership',
  'timeoutSeconds',
  'waitForJobs',
]);

/**
 * Reports the options of a Rancher Fleet Bundle, and of its targets, that change its resources: Helm, Kustomize and overlays are
 * rendered by Fleet only.
 */
export function reportBundleOptions(bundle: FoundObject, overlays: Overlays): void {
  const spec = objectAt(bundle.object, 'spec');
  const places = ['targets', 'targetCustomizations'].flatMap((list) =>
    listAt(spec, list).flatMap((target, i) =>
      isObject(target)
        ? [
            {
              options: target,
              pointer: `/spec/${list}${pointerStep(i)}`,
              of: `target ${stringAt(target, 'name') ?? i}`,
            },
          ]
        : [],
    ),
  );
  for (const { options, pointer, of } of [{ options: spec, pointer: '/spec', of: 'the bundle' }, ...places]) {
    const helm = Object.keys(objectAt(options, 'helm')).find((key) => !HARMLESS.has(key));
    const changing = [
      ...(helm === undefined ? [] : ['/helm']),
      ...(Object.keys(objectAt(options, 'kustomize')).length > 0 ? ['/kustomize'] : []),
      ...(listAt(objectAt(options, 'yaml'), 'overlays').length > 0 ? ['/yaml/overlays'] : []),
    ];
    for (const option of changing)
      overlays.cannotRead(
        bundle,
        pointer + option,
        `the option ${option.slice(1).replace('/', '.')} of ${of} changes the resources in a way that only Fleet renders`,
      );
  }
}
