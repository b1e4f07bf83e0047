import {
  AppArmorFile,
  AppArmorSyntaxError,
  InputError,
  ProfileSyntaxError,
  SeccompFile,
  SeccompSyntaxError,
} from '../../src/index';

const thrown = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

/** Each syntax error: its name, a text with one, its class, its place. */
const KINDS: ReadonlyArray<readonly [string, () => unknown, typeof ProfileSyntaxError, string]> = [
  [
    'AppArmorSyntaxError',
    () => AppArmorFile.parse('profile web {\n  /srv/** rz,\n}\n', { file: 'web.aa' }),
    AppArmorSyntaxError,
    'web.aa:2:11',
  ],
  ['SeccompSyntaxError', () => SeccompFile.parse('{\n  x\n}', 'web.json'), SeccompSyntaxError, 'web.json:2:3'],
];

test.each(KINDS)('%s has the file, the line, the column and the reason', (name, read, type, place) => {
  const error = thrown(read) as ProfileSyntaxError;
  expect(error).toBeInstanceOf(type);
  expect(error.name).toBe(name);
  expect(`${error.file}:${error.line}:${error.column}`).toBe(place);
  expect(error.message).toBe(`${place}: ${error.reason}`);
});

test.each(KINDS)('%s is an InputError with one problem', (_name, read) => {
  const error = thrown(read) as ProfileSyntaxError;
  expect(error).toBeInstanceOf(ProfileSyntaxError);
  expect(error).toBeInstanceOf(InputError);
  expect(error.problems).toEqual([error.reason]);
  expect(error.subject).toBe(`${error.file}:${error.line}:${error.column}`);
});

test('an error of one language is not an error of the other', () => {
  expect(thrown(() => AppArmorFile.parse('}'))).not.toBeInstanceOf(SeccompSyntaxError);
  expect(thrown(() => SeccompFile.parse('}'))).not.toBeInstanceOf(AppArmorSyntaxError);
});
