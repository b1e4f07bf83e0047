import * as fc from 'fast-check';
import { profileConfigMaps, type ProfileConfigMap } from '../../src/kubernetes/profile-config-map';

const mapsOf = (texts: Record<string, string>, retired: string[] = []): ProfileConfigMap[] =>
  profileConfigMaps('apparmor', texts, retired, 'loader');

test('each profile has its own ConfigMap with its own name, in the order of the names', () => {
  expect(mapsOf({ web: 'profile web {}', api: 'profile api {}' })).toEqual([
    {
      name: 'loader-api',
      manifest: { metadata: { labels: { 'secure-edge.dev/profiles': 'apparmor' } }, data: { api: 'profile api {}' } },
    },
    {
      name: 'loader-web',
      manifest: { metadata: { labels: { 'secure-edge.dev/profiles': 'apparmor' } }, data: { web: 'profile web {}' } },
    },
    {
      name: 'loader-retired',
      manifest: { metadata: { labels: { 'secure-edge.dev/profiles': 'apparmor' } }, data: { retired: '' } },
    },
  ]);
});

test('the retired names are sorted, without duplicates, one on each line', () => {
  expect(mapsOf({}, ['old', 'Older', 'old'])[0]?.manifest).toMatchObject({ data: { retired: 'Older\nold\n' } });
});

test('a profile never gets the name of the list', () => {
  expect(mapsOf({ Retired: 'x', web: 'y' }).map((m) => [m.name, ...Object.keys(m.manifest['data'] as object)])).toEqual(
    [
      ['loader-retired-2', 'Retired'],
      ['loader-web', 'web'],
      ['loader-retired', 'retired'],
    ],
  );
});

const profileName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,80}$/);

test('profiles of any name get distinct DNS labels, and no text is lost', () => {
  fc.assert(
    fc.property(fc.dictionary(profileName, fc.string(), { maxKeys: 6, noNullPrototype: true }), (texts) => {
      const maps = mapsOf(texts);
      const names = maps.map((m) => m.name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      const data = maps.slice(0, -1).map((m) => m.manifest['data'] as Record<string, string>);
      expect(data.every((d) => Object.keys(d).length === 1)).toBe(true);
      expect(Object.fromEntries(data.flatMap(Object.entries))).toEqual(texts);
    }),
  );
});
