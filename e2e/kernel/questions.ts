import { parseAppArmor } from '../../src/apparmor/apparmor-file';
import { AppArmorFlag } from '../../src/apparmor/flag';
import { ParsedProfile } from '../../src/apparmor/statements/parsed-profile';
import { ENDPOINTS, VARIANTS } from '../../scripts/demo/outcome';
import { listAt, isObject, objectAt, stringAt, type Manifest } from '../../src/kubernetes/manifest';
import { podsOf } from '../../src/kubernetes/pods';
import { PROFILES_LABEL, RETIRED_KEY } from '../../src/kubernetes/profile-config-map';
import { manifestFiles, objectsOf } from '../../scripts/lib/repository';
import { containerOf, type Container } from './container';
import { presetQuestions, type PresetQuestion } from './presets';

/** Input of the machine. */
export interface Questions {
  readonly images: readonly string[];
  readonly loaders: readonly LoaderQuestion[];
  readonly variants: readonly VariantQuestion[];
  readonly presets: readonly PresetQuestion[];
}

/** Loader of a committed manifest, with the profiles that it must load. */
export interface LoaderQuestion {
  readonly manifest: string;
  readonly container: Container;
  /** Files in its folder, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly profiles: readonly { readonly name: string; readonly mode: string }[];
}

/** Server of the demo. */
export interface VariantQuestion {
  readonly name: string;
  readonly container: Container;
  readonly endpoints: readonly string[];
}

const DEMO = 'dist/demo.k8s.yaml';

/** Reads the committed manifests, and renders the presets. */
export function questions(): Questions {
  const loaders = manifestFiles().flatMap(loadersOf);
  const variants = VARIANTS.map((name) => variantOf(name));
  const images = [...loaders, ...variants].map(({ container }) => container.image);
  return {
    images: [...new Set(images)].sort(),
    loaders,
    variants,
    presets: presetQuestions(),
  };
}

function variantOf(name: string): VariantQuestion {
  return { name, container: containerOf(workload(objectsOf(DEMO), 'Deployment', name)), endpoints: ENDPOINTS };
}

/** Returns the loader of a manifest, if the manifest contains profiles. */
function loadersOf(manifest: string): LoaderQuestion[] {
  const objects = objectsOf(manifest);
  const configMaps = objects.filter(
    (each) =>
      each['kind'] === 'ConfigMap' && objectAt(objectAt(each, 'metadata'), 'labels')[PROFILES_LABEL] === 'apparmor',
  );
  if (configMaps.length === 0) return [];
  const pod = workload(objects, 'DaemonSet', 'apparmor-loader');
  const mounted = new Set(configMapsOf(pod.spec));
  const texts = (of: readonly Manifest[]): [string, string][] =>
    of.flatMap((each) => Object.entries(objectAt(each, 'data') as Record<string, string>));
  const container = containerOf(pod);
  return [
    {
      manifest,
      // the default interval of ten seconds is long for a test
      container: { ...container, command: [...container.command, '--interval', '1s'] },
      files: Object.fromEntries(texts(configMaps.filter((each) => mounted.has(nameOf(each))))),
      profiles: texts(configMaps)
        .filter(([name]) => name !== RETIRED_KEY)
        .flatMap(([, text]) => parseAppArmor(text).profiles.flatMap(withChildren).map(modeOf)),
    },
  ];
}

function workload(objects: readonly Manifest[], kind: string, name: string): ReturnType<typeof podsOf>[number] {
  const [pod] = objects.filter((each) => each['kind'] === kind && nameOf(each) === name).flatMap(podsOf);
  if (pod === undefined) throw new Error(`no ${kind} ${name}`);
  return pod;
}

function nameOf(object: Manifest): string {
  return stringAt(objectAt(object, 'metadata'), 'name') ?? '';
}

/** Returns the ConfigMaps in a pod's projected volumes. */
function configMapsOf(spec: Manifest): string[] {
  return listAt(spec, 'volumes')
    .filter(isObject)
    .flatMap((volume) => listAt(objectAt(volume, 'projected'), 'sources').filter(isObject))
    .map((source) => stringAt(objectAt(source, 'configMap'), 'name') ?? '');
}

function withChildren(profile: ParsedProfile): ParsedProfile[] {
  return [profile, ...profile.statements.filter((each) => each instanceof ParsedProfile).flatMap(withChildren)];
}

/** Returns the expected line of a profile in the kernel's list. */
function modeOf(profile: ParsedProfile): { name: string; mode: string } {
  const modes: readonly string[] = [AppArmorFlag.COMPLAIN, AppArmorFlag.KILL, AppArmorFlag.UNCONFINED];
  return { name: profile.fullName, mode: profile.flags.find((flag) => modes.includes(flag)) ?? AppArmorFlag.ENFORCE };
}
