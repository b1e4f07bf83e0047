import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SeccompProfile as SeccompProfileObject } from '../../imports/seccomp-security-profiles-operator.x-k8s.io';
import { SeccompAction } from '../../src/seccomp/action';
import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompOperator } from '../../src/seccomp/operator';
import { SeccompProfile } from '../../src/seccomp/profile';
import type { SeccompProfileProps } from '../../src/seccomp/profile-props';
import { OperatorSeccompProfile } from '../../src/seccomp/security-profiles-operator';
import { everything, profileProps } from './profiles';

const root = join(__dirname, '../..');
const definition = parse(
  readFileSync(join(root, 'crds/security-profiles-operator.x-k8s.io_seccompprofiles.yaml'), 'utf8'),
);
const v1 = definition.spec.versions.find((version: any) => version.name === 'v1');

/** Returns the problems that an API server finds in a value by the schema of the operator's definition. */
function refused(value: any, schema: any, path = ''): string[] {
  const wrong = (isWrong: boolean): string[] => (isWrong ? [`${path}: ${JSON.stringify(value)}`] : []);
  if (schema.type === 'array') {
    return [
      ...wrong(
        !Array.isArray(value) || value.length > (schema.maxItems ?? Infinity) || value.length < (schema.minItems ?? 0),
      ),
      ...value.flatMap((item: any, i: number) => refused(item, schema.items, `${path}/${i}`)),
    ];
  }
  if (schema.type === 'object' || schema.properties) {
    if (schema.properties === undefined) return [];
    return [
      ...(schema.required ?? [])
        .filter((key: string) => !(key in value))
        .map((key: string) => `${path}/${key} is missing`),
      ...Object.entries(value).flatMap(([key, item]) =>
        schema.properties[key]
          ? refused(item, schema.properties[key], `${path}/${key}`)
          : [`${path}/${key} is unknown`],
      ),
    ];
  }
  if (schema.type === 'integer') return wrong(!Number.isSafeInteger(value) || value < (schema.minimum ?? -Infinity));
  return wrong(
    typeof value !== 'string' ||
      (schema.enum && !schema.enum.includes(value)) ||
      (schema.pattern && !new RegExp(schema.pattern).test(value)),
  );
}

const convert = (props: Partial<SeccompProfileProps>): OperatorSeccompProfile =>
  new OperatorSeccompProfile(new SeccompProfile({ name: 'web', ...props }));
const comparing = (value: string, valueTwo?: string): Partial<SeccompProfileProps> => ({
  syscalls: [
    {
      names: ['ioctl'],
      action: SeccompAction.ALLOW,
      args: [{ index: 1, op: valueTwo ? SeccompOperator.MASKED_EQ : SeccompOperator.EQ, value, valueTwo }],
    },
  ],
});

/** Profile with every property that the operator supports. */
const most: SeccompProfileProps = {
  ...everything,
  name: 'gateway-1.2',
  defaultErrnoRet: 1,
  listenerPath: '/var/run/security-profiles-operator/agent.sock',
  syscalls: everything.syscalls
    .filter((rule) => rule.names[0] !== 'ioctl' && rule.names[0] !== 'clone')
    .concat(comparing('0x1fffffffffffff', '0x1ffffffffffffe').syscalls ?? []),
};

describe('the object of the Security Profiles Operator', () => {
  test('of a minimal profile', () => {
    expect(convert({}).toManifest()).toEqual({
      apiVersion: 'security-profiles-operator.x-k8s.io/v1',
      kind: 'SeccompProfile',
      metadata: { name: 'web' },
      spec: { defaultAction: 'SCMP_ACT_ERRNO' },
    });
  });

  test('of a profile with every property that it can express', () => {
    expect(convert(most).toManifest()).toEqual(
      JSON.parse(readFileSync(join(__dirname, 'golden/operator.json'), 'utf8')),
    );
  });

  test('has the path operator/<name>.json for pods', () => {
    expect(convert({}).localhostProfile).toBe('operator/web.json');
  });

  test('is valid by the schema of its definition, for any profile', () => {
    fc.assert(
      fc.property(profileProps, (props) => {
        const profile = new SeccompProfile({ ...props, name: 'web' });
        const manifest = convertible(profile)?.toManifest();
        expect(manifest === undefined ? [] : refused(manifest, v1.schema.openAPIV3Schema)).toEqual([]);
      }),
    );
    expect(refused(convert(most).toManifest(), v1.schema.openAPIV3Schema)).toEqual([]);
  });

  test('loses nothing in the typed object of the same definition', () => {
    const manifest: any = convert(most).toManifest();
    expect(SeccompProfileObject.manifest(manifest)).toEqual(manifest);
  });
});

/** Returns the operator's profile, or undefined if a manifest cannot express a value: most random values are larger. */
function convertible(profile: SeccompProfile): OperatorSeccompProfile | undefined {
  const values = profile.syscalls.flatMap((rule) => (rule.args ?? []).flatMap((arg) => [arg.value, arg.valueTwo ?? 0]));
  if (values.every((value) => BigInt(value) < 2n ** 53n)) return new OperatorSeccompProfile(profile);
  expect(() => new OperatorSeccompProfile(profile)).toThrow(/of a manifest must be 0 to 2\^53-1/);
  return undefined;
}

describe('rejects, with its name, what the operator cannot express', () => {
  test.each(['Web', 'a_b', 'web-', 'a..b', 'a'.repeat(254)])('the name %s', (name) => {
    expect(() => convert({ name })).toThrow(/name must be the name of a Kubernetes object/);
  });

  test('an error number of the default action other than the default one', () => {
    expect(() => convert({ defaultErrnoRet: 38 })).toThrow(/the operator's format has no defaultErrnoRet, got 38/);
    expect(() => convert({ defaultErrnoRet: 1 })).not.toThrow();
  });

  test('an interface that is not in its definition', () => {
    const unknown = Object.values(SeccompArchitecture).filter(
      (a) => !v1.schema.openAPIV3Schema.properties.spec.properties.architectures.items.enum.includes(a),
    );
    expect(unknown).toEqual([SeccompArchitecture.LOONGARCH64]);
    expect(() => convert({ architectures: unknown })).toThrow(/the operator does not know SCMP_ARCH_LOONGARCH64/);
  });

  test('an agent outside its folder', () => {
    const asking = { listenerPath: '/run/agent.sock', syscalls: [{ names: ['mount'], action: SeccompAction.NOTIFY }] };
    expect(() => convert(asking)).toThrow(
      /listenerPath must be a file in \/var\/run\/security-profiles-operator, got "\/run\/agent.sock"/,
    );
  });

  test('values that are not exact in a manifest', () => {
    expect(() => convert(comparing('9007199254740991'))).not.toThrow();
    expect(() => convert(comparing('9007199254740992'))).toThrow(
      /syscalls\[0\], argument 1: value of a manifest must be 0 to 2\^53-1, got "9007199254740992"/,
    );
    expect(() => convert(comparing('0xffffffffffffffff', '9007199254740993'))).toThrow(
      /2 problems[^]*value of[^]*valueTwo of/,
    );
  });
});
