import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { Hardening, Target } from 'cdk8s-secure-edge';
import { Shop } from './shop';

/** Returns the shop before hardening, or hardened as in `main.ts`. */
function shop(isHardened: boolean): Shop {
  const app = new App();
  Target.set(app, Target.kubernetes('1.27'));
  const chart = new Shop(app, 'shop');
  if (isHardened) app.with(new Hardening());
  return chart;
}

const before: any[] = Testing.synth(shop(false));
const after: any[] = Testing.synth(shop(true));
const containersOf = (manifests: any[]): any[] => manifests.flatMap((m) => m.spec.template?.spec.containers ?? []);

test('dist/ contains the output of the code', () => {
  expect((shop(true).node.root as App).synthYaml()).toBe(readFileSync(join(__dirname, 'dist/shop.k8s.yaml'), 'utf8'));
});

test('every container drops its capabilities, in objects of cdk8s-plus and in the included manifest', () => {
  expect(containersOf(before).map((c) => c.name)).toEqual(['main', 'till', 'printer']);
  for (const container of containersOf(before)) expect(container.securityContext?.capabilities).toBeUndefined();
  for (const container of containersOf(after))
    expect(container.securityContext).toMatchObject({
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
    });
});

test('existing values stay: the printer runs as root, and the others do not', () => {
  const [, till, printer] = containersOf(after);
  expect(printer.securityContext.runAsUser).toBe(0);
  expect(printer.securityContext).not.toHaveProperty('runAsNonRoot');
  expect(till.securityContext.runAsNonRoot).toBe(true);
});

test('no existing value is lost', () => {
  expect(after).toHaveLength(before.length);
  const isKept = (old: any, now: any): boolean =>
    typeof old === 'object' && old !== null
      ? Object.keys(old).every((key) => isKept(old[key], now?.[key]))
      : old === now;
  for (const [i, manifest] of before.entries()) expect(isKept(manifest, after[i])).toBe(true);
});
