/** Compiles every AppArmor profile in the generated manifests with the real parser. */
import { check } from './lib/check';
import { tryCommand } from './lib/command';
import { manifestFiles, objectsOf } from './lib/repository';

interface ProfileConfigMap {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly data?: Record<string, string>;
}

/** The key of a loader's ConfigMap that holds names, not a profile. */
const RETIRED = 'retired';

/** No kernel and no cache: parse, compile, and write the policy to standard output. */
const COMPILE = ['--skip-kernel-load', '--skip-cache', '--stdout'];

function failures(): number {
  let profiles = 0;
  let refused = 0;
  for (const file of manifestFiles()) {
    const configMaps = (objectsOf(file) as unknown as ProfileConfigMap[]).filter(holdsProfiles);
    for (const { metadata, data = {} } of configMaps) {
      for (const [key, text] of Object.entries(data).filter(([name]) => name !== RETIRED)) {
        profiles += 1;
        const { ok, stdout, stderr } = tryCommand('apparmor_parser', COMPILE, { input: text });
        // text without a profile compiles to nothing, and the parser calls that a success
        if (ok && stdout !== '') continue;
        refused += 1;
        console.log(`${file} ConfigMap ${metadata.name} ${key}: ${stderr.trim() || 'holds no profile'}`);
      }
    }
  }
  if (profiles === 0)
    throw new Error('no ConfigMap labelled secure-edge.dev/profiles: apparmor in dist/ or examples/*/dist');
  console.log(`${profiles} profiles, ${refused} refused`);
  return refused;
}

function holdsProfiles({ kind, metadata }: ProfileConfigMap): boolean {
  return kind === 'ConfigMap' && metadata.labels?.['secure-edge.dev/profiles'] === 'apparmor';
}

check(failures);
