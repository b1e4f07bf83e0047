import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
} from '../../src/kubernetes/acknowledgement';
import { anyJson, objectJson } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';

function acknowledgements(random: Random): string {
  const item = (): string =>
    objectJson(random, {
      rule: () => JSON.stringify(random.pick(['run-as-non-root', 'constructor', 'no rule', ''])),
      reason: () => JSON.stringify(random.pick(['only root can open the port', 'short', 'with\u2028line separator'])),
      container: () => JSON.stringify(random.pick(['web', '', '__proto__'])),
      until: () => JSON.stringify(random.pick(['2027-03-31', '2027-02-30', '0000-00-00', '+002027-01-01'])),
    });
  return random
    .list(4, item)
    .map((each) => `- ${each}\n`)
    .join('');
}

/** Reader of the annotation that accepts findings. */
export const acknowledgement: FuzzReader<unknown> = {
  name: 'acknowledgement',
  generate: (random) => {
    const text = acknowledgements(random);
    const annotation = random.chance(0.3) ? mutate(text, random) : text;
    const annotations: unknown = random.chance(0.05)
      ? (JSON.parse(anyJson(random)) as unknown)
      : { [ACKNOWLEDGE_ANNOTATION]: annotation };
    return random.chance(0.05) ? { metadata: JSON.parse(anyJson(random)) as unknown } : { metadata: { annotations } };
  },
  run: (holder) => {
    renderAcknowledgements(acknowledgementsOf(holder as Parameters<typeof acknowledgementsOf>[0]));
  },
};
