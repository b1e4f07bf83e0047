import { quote } from '../../diagnostics/input-error';
import { objectAt, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { podName } from './static-pod';

/**
 * Describes what becomes of the setting `monitor` of container-app-service. A kubelet always restarts containers as the pod
 * specifies it: those that end by `restartPolicy`, and those that are unhealthy by `livenessProbe`.
 * @returns notes for the user, one sentence each
 */
export function monitoringNotes(manifests: ReadonlyArray<Manifest>, monitor: boolean | undefined): string[] {
  if (monitor === undefined) return [];
  if (!monitor)
    return [
      'monitor: "no" has no effect: the kubelet restarts containers as restartPolicy and livenessProbe of their pods specify it',
    ];
  return manifests.flatMap((manifest) =>
    podsOf(manifest).flatMap(({ spec }) => {
      const { restartPolicy = 'Always' } = spec;
      const unwatched = containersOf(spec)
        .filter(
          ({ role, container }) => role === 'main' && Object.keys(objectAt(container, 'livenessProbe')).length === 0,
        )
        .map(({ name }) => quote(name));
      const subject = `monitor: pod ${quote(podName(manifest))}`;
      return [
        ...(restartPolicy === 'Always'
          ? []
          : [
              `${subject} has the restartPolicy ${quote(restartPolicy)}, so not every container that ends is restarted`,
            ]),
        ...(unwatched.length === 0
          ? []
          : [`${subject} has no livenessProbe in ${unwatched.join(', ')}, which are restarted only if they end`]),
      ];
    }),
  );
}
