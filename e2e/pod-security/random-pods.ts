import * as fc from 'fast-check';
import { PODS } from '../../test/policy/pod-security/pods';

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

interface Part {
  readonly pod: (typeof PODS)[string];
  /** Field of the pod spec for the containers. */
  readonly list: (typeof LISTS)[number];
  /** Suffix of their names. */
  readonly suffix: string;
}

const part = fc.record<Part>({
  pod: fc.constantFrom(...Object.values(PODS)),
  list: fc.constantFrom(...LISTS),
  suffix: fc.constantFrom('', '1', '2'),
});

/** Returns random combinations of the fixture pods. */
export function randomPods(seed: number, count: number): object[] {
  return fc.sample(fc.array(part, { minLength: 1, maxLength: 5 }).map(together), { seed, numRuns: count });
}

function together(parts: Part[]): object {
  const containers = (list: Part['list']): object[] =>
    parts.flatMap((each) =>
      LISTS.flatMap((name) => (each.pod.spec[name] ?? []) as { readonly name: string }[])
        .filter(() => each.list === list)
        .map((container) => ({ ...container, name: container.name + each.suffix })),
    );
  return {
    metadata: { annotations: merged(parts.map(({ pod }) => (pod.metadata as { annotations?: object })?.annotations)) },
    spec: {
      ...merged(parts.map(({ pod }) => pod.spec)),
      securityContext: merged(parts.map(({ pod }) => pod.spec.securityContext as object)),
      volumes: parts.flatMap(({ pod }) => (pod.spec.volumes ?? []) as object[]),
      ...Object.fromEntries(LISTS.map((list) => [list, containers(list)])),
    },
  };
}

function merged(objects: (object | undefined)[]): object {
  return Object.assign({}, ...objects) as object;
}
