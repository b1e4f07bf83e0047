import lock from '../../../images/images.lock.json';
import type { OwnPackage } from '../../diagnostics/own-package';
import { IdentityRegistry } from '../../gateway/identity-registry';
import { MAIN, SITE, TEST } from './sources';
import { GIT_IGNORE, README, WORKFLOW } from './texts';
import { JEST, packageJson, TSCONFIG, CDK8S } from './settings';

/** File of a new project. */
export interface ProjectFile {
  /** Path relative to the folder of the project. */
  readonly path: string;
  readonly text: string;
}

/** Name of the app in a new project, of its image and of its user. */
const WEB = 'web';

/**
 * Returns the files of a new project.
 * @param name name of the project, its npm package and its namespace
 * @param own this package, whose tested versions the project gets
 */
export function projectFiles(name: string, own: OwnPackage): ProjectFile[] {
  const texts: Readonly<Record<string, string>> = {
    'package.json': packageJson(own),
    'tsconfig.json': TSCONFIG,
    'cdk8s.yaml': CDK8S,
    'jest.config.js': JEST,
    'main.ts': MAIN,
    'site.ts': SITE,
    'site.test.ts': TEST,
    'images.lock.json': imageLock(),
    [IdentityRegistry.DEFAULT_FILE]: IdentityRegistry._empty(IdentityRegistry.DEFAULT_FILE)._assign(WEB)._toJson(),
    '.github/workflows/manifests.yml': WORKFLOW,
    '.gitignore': GIT_IGNORE,
    'README.md': README,
  };
  return Object.entries(texts).map(([path, text]) => ({ path, text: text.replaceAll('{{name}}', name) }));
}

/** Returns a lock file with an image that runs on every gateway, until the project has its own. */
function imageLock(): string {
  const { repository, tag, digest, platforms } = lock.images['hello-user'];
  return `${JSON.stringify({ images: { [WEB]: { repository, tag, digest, platforms } } }, undefined, 2)}\n`;
}
