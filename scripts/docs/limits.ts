import * as packages from '../../src/app-package/limits';
import { MOST_CONFLICT_STEPS } from '../../src/apparmor/exec-conflicts';
import { DEEPEST_READ } from '../../src/apparmor/glob/glob';
import { DEEPEST_BRACES } from '../../src/apparmor/reading/file-reader';
import { LONGEST_NAME } from '../../src/apparmor/reading/profile-head-reader';
import { MOST_EXPANDED } from '../../src/apparmor/variables';
import { WorkBudget } from '../../src/apparmor/work-budget';
import { LARGEST_PROFILE_FILE } from '../../src/cli/profile-lint';
import { MAX_WRITTEN_OUT } from '../../src/kubernetes/yaml/fill-yaml';
import { MOST_LISTED_PROBLEMS } from '../../src/diagnostics/input-error';
import { MAX_LIST_DEPTH, MAX_UNPACKED } from '../../src/kubernetes/objects';
import { MOST_PROFILE_FINDINGS } from '../../src/diagnostics/profile-finding';
import { MAX_JSON_DEPTH } from '../../src/kubernetes/read-json';
import * as yaml from '../../src/kubernetes/yaml/limits';
import { LONGEST_TEXT } from '../../src/policy/finding';
import { MOST_CONTAINERS_OF_POD } from '../../src/kubernetes/pods';
import { MOST_FINDINGS_OF_OBJECT, MOST_FINDINGS_OF_REPORT } from '../../src/policy/finding-limit';
import { DEEPEST_JSON } from '../../src/seccomp/json/json-reader';
import { table } from './markdown';

/** A limit that a reader of untrusted input keeps. */
export interface Limit {
  readonly what: string;
  readonly value: string;
  /** Effect on input beyond the limit; an error if unset. */
  readonly beyond?: string;
  /** Option that changes it. */
  readonly option?: string;
}

export interface LimitedReader {
  readonly name: string;
  readonly limits: ReadonlyArray<Limit>;
}

const { DEFAULT_LIMITS } = packages;
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'];

const UNFINISHED = 'finding `too-many-rules` at `high` that names the unfinished lints';
const COUNTED = 'finding `too-many-findings` that counts the others';

/** Add a reader here when its limits are constants of its own. */
export const LIMITED_READERS: ReadonlyArray<LimitedReader> = [
  {
    name: 'Manifests: `check` and `harden`',
    limits: [
      { what: 'levels of a document', value: count(yaml.MAX_DEPTH) },
      { what: 'values of a document that stand for aliases', value: count(yaml.MAX_ALIASED) },
      {
        what: 'share of a document of more than 1,000 values that aliases stand for',
        value: `${yaml.MAX_ALIASED_SHARE * 100} %`,
      },
      {
        what: 'values that `harden` writes in the place of aliases whose value changes',
        value: count(MAX_WRITTEN_OUT),
      },
      { what: 'characters of a key', value: count(yaml.MAX_KEY) },
      {
        what: 'containers of one pod',
        value: count(MOST_CONTAINERS_OF_POD),
        beyond: '`check`: finding `unreadable-content`; `harden`: error',
      },
      { what: 'lists within lists', value: count(MAX_LIST_DEPTH), beyond: 'finding `unreadable-content`' },
      { what: 'unpacked resources of one document', value: size(MAX_UNPACKED), beyond: 'finding `unreadable-content`' },
      {
        what: 'listed findings of one object, worst first',
        value: count(MOST_FINDINGS_OF_OBJECT),
        beyond: 'finding `unlisted-findings` that counts the others',
      },
      {
        what: 'listed findings of a report, worst first',
        value: count(MOST_FINDINGS_OF_REPORT),
        beyond: 'finding `unlisted-findings` that counts the others',
      },
      {
        what: 'characters of a name, a path or a message in a finding',
        value: count(LONGEST_TEXT),
        beyond: 'the beginning, and the number of characters',
      },
    ],
  },
  {
    name: 'AppArmor profiles',
    limits: [
      { what: 'file on the command line', value: size(LARGEST_PROFILE_FILE) },
      { what: 'braces within braces', value: count(DEEPEST_BRACES) },
      { what: 'levels of `{}` in a pattern', value: count(DEEPEST_READ) },
      { what: 'name of a profile', value: size(LONGEST_NAME) },
      {
        what: 'pieces and characters of a path whose variables are replaced',
        value: count(MOST_EXPANDED),
        beyond: UNFINISHED,
      },
      {
        what: 'steps to compare patterns',
        value: `${count(WorkBudget.BASE)}, and ${count(WorkBudget.PER_BYTE)} for each byte of the text; ${count(WorkBudget.MOST)} in all`,
        beyond: UNFINISHED,
      },
      { what: 'steps to compare the executions of a typed profile', value: count(MOST_CONFLICT_STEPS) },
      { what: 'listed findings of one text', value: count(MOST_PROFILE_FINDINGS), beyond: COUNTED },
    ],
  },
  {
    name: 'seccomp profiles',
    limits: [
      { what: 'file on the command line', value: size(LARGEST_PROFILE_FILE) },
      { what: 'levels of objects and lists in JSON', value: count(DEEPEST_JSON) },
      { what: 'listed findings of one text', value: count(MOST_PROFILE_FINDINGS), beyond: COUNTED },
    ],
  },
  {
    name: 'Identity registry, and errors of every reader',
    limits: [
      { what: 'levels of objects and lists in the registry', value: count(MAX_JSON_DEPTH) },
      { what: 'listed problems of one error', value: count(MOST_LISTED_PROBLEMS), beyond: 'the number of the others' },
    ],
  },
  {
    name: 'App packages',
    limits: [
      { what: 'bytes of all files that come out', value: size(DEFAULT_LIMITS.maxSize), option: '`--max-size`' },
      {
        what: 'files, folders and links that come out',
        value: count(DEFAULT_LIMITS.maxEntries),
        option: '`--max-entries`',
      },
      { what: 'machines that a package is for', value: count(packages.MAX_RECIPIENTS) },
      { what: 'key of the package, wrapped for one machine', value: size(packages.MAX_WRAPPED_KEY_SIZE) },
      { what: '`MANIFEST.JSON`', value: size(packages.MAX_MANIFEST_SIZE) },
      { what: '`SIGNATURE.JWS`', value: size(packages.MAX_SIGNATURE_SIZE) },
      { what: 'levels of objects and lists in JSON; a deeper manifest counts as none', value: count(MAX_JSON_DEPTH) },
      { what: 'header of the age file', value: size(packages.MAX_AGE_HEADER_SIZE) },
      { what: 'recipients in that header', value: count(packages.MAX_AGE_STANZAS) },
      { what: 'one recipient in that header', value: size(packages.MAX_AGE_STANZA_SIZE) },
    ],
  },
  {
    name: 'Tar archives in packages and images',
    limits: [
      { what: 'extended headers before one entry', value: count(packages.MAX_EXTENDED_HEADERS) },
      { what: 'one extended header in a package', value: size(packages.MAX_EXTENDED_HEADER_SIZE) },
      { what: 'one extended header in an image', value: size(packages.MAX_IMAGE_EXTENDED_HEADER_SIZE) },
      { what: 'records in a pax header of a package', value: count(packages.MAX_PAX_RECORDS) },
      { what: 'path of an entry of a package', value: size(packages.MAX_PATH_SIZE) },
      { what: 'parts of such a path', value: count(packages.MAX_PATH_DEPTH) },
      { what: 'one part of such a path', value: size(packages.MAX_NAME_SIZE) },
    ],
  },
  {
    name: 'Archives of images in packages',
    limits: [
      { what: 'images in one archive', value: count(packages.MAX_IMAGES) },
      {
        what: 'tags, layers, environment variables, ports and steps of one image, each',
        value: count(packages.MAX_IMAGE_ITEMS),
      },
      { what: '`manifest.json`, or one configuration', value: size(packages.MAX_IMAGE_JSON_SIZE) },
      { what: 'JSON files in one archive', value: count(packages.MAX_IMAGE_JSON_FILES) },
      {
        what: 'those files that `install` holds at once',
        value: size(packages.MAX_IMAGE_JSON_HELD),
        beyond: 'the ids of the images are unknown',
      },
      { what: 'levels of objects and lists in JSON', value: count(MAX_JSON_DEPTH) },
      { what: 'findings about one image; the rest is counted', value: count(packages.MAX_IMAGE_FINDINGS) },
      {
        what: 'bytes that come out of compressed files within compressed files',
        value: `${size(packages.FREE_EXPANSION)}, and ${count(packages.MAX_EXPANSION)} for each byte of the packed payload`,
      },
    ],
  },
  {
    name: 'Keys and Parsec',
    limits: [
      { what: 'file with a key', value: size(packages.MAX_KEY_FILE_SIZE) },
      { what: "bits of a machine's RSA key", value: count(packages.MAX_RSA_BITS) },
      { what: 'answer of Parsec', value: size(packages.MAX_PARSEC_ANSWER_SIZE) },
      { what: 'time until that answer is complete', value: `${packages.PARSEC_TIMEOUT / 1000} seconds` },
      { what: 'passphrase', value: size(packages.MAX_PASSPHRASE_SIZE) },
    ],
  },
];

/** The page of limits. */
export function limitsPage(): string {
  const sections = LIMITED_READERS.map(({ name, limits }) => {
    const rows = limits.map(({ what, value, option = '', beyond = 'error' }) => [what, value, option, beyond]);
    return `## ${name}\n\n${table(['limit of', 'at most', 'changed by', 'beyond it'], rows)}`;
  });
  return `# Limits of the readers

Generated by \`npm run docs\` from the constants in the code.

Every reader of input from others has limits, so that no input can use too much time, memory or disk. A reader checks its limits while
it reads, and before it uses a key. It rejects input that exceeds a limit with exit code 2, and the error names the limit. If a limit is about work
or about a report, a finding names it, and decides the exit code. \`npm run bench:hostile\` measures the cost of the worst known inputs
within the limits.

${sections.join('\n\n')}
`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function size(bytes: number): string {
  const exact = UNITS.map((_, i) => bytes / 1024 ** i).filter((value) => Number.isInteger(value) && value >= 1);
  const unit = exact.length - 1;
  return `${count(exact[unit] ?? bytes)} ${UNITS[unit]}`;
}
