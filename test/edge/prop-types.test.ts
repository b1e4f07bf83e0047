import { App, Chart } from 'cdk8s';
import * as library from 'cdk8s-secure-edge';
import { SecureEdgeApp } from 'cdk8s-secure-edge';
import { APP_TYPES } from '../../src/edge/prop-types';
import { chartFor, image, problemOf, web } from './apps';

const wrong = (props: object): string => problemOf(() => web(props));
const probe = (): number => 1;

test.each([
  [{ image: 'nginx' }, 'image must be an Image, got "nginx": use Image.fromDigest('],
  [{ image: undefined }, 'image must be set: use Image.fromDigest, or image of an ImageLock'],
  [{ ports: 8080 }, 'ports must be a list, got 8080'],
  [{ ports: [8080] }, 'ports[0] must be a Port, got 8080: use Port.tcp(8080)'],
  [{ placement: 'gateway-7' }, 'placement must be a Placement, got "gateway-7": use Placement.gateway(\'gateway-7\')'],
  [{ acknowledgements: [{ rule: 'no-low-port' }] }, 'acknowledgements[0] must be an Acknowledgement'],
  [{ env: { PORT: 80 } }, 'env["PORT"] must be a string, got 80'],
  [{ env: ['A=b'] }, 'env must be an object, got ["A=b"]'],
  [{ command: 'sh -c x' }, 'command must be a list, got "sh -c x"'],
  [{ exposure: new library.Posture() }, 'exposure must be an Exposure, got a Posture: use Exposure.inCluster()'],
  [{ livenessProbe: probe }, 'livenessProbe must be a Probe, got the function probe'],
  [{ weaknesses: [null] }, 'weaknesses[0] must be a Weakness, got null'],
  [{ name: 7 }, 'name must be a string, got 7'],
])('rejects %j with the name of the prop', (props, message) => {
  expect(wrong(props)).toContain(`SecureEdgeApp "shop/web": ${message}`);
});

test('reports every prop of a wrong type together', () => {
  expect(wrong({ image: 'a', ports: 1, life: 'once' }).split('\n')).toHaveLength(4);
});

test('rejects the options of another container, and missing props', () => {
  expect(problemOf(() => web().addSidecar('log', { image, args: '-v' } as never))).toContain(
    'container "log" of SecureEdgeApp "shop/web": args must be a list, got "-v"',
  );
  expect(problemOf(() => web().addContainer('log', undefined as never))).toContain('props must be an object');
  expect(problemOf(() => new SecureEdgeApp(chartFor(), 'web', undefined as never))).toContain(
    'SecureEdgeApp "shop/web": 2 problems\n  - props must be an object, got undefined',
  );
});

test('accepts an instance of another copy of the package, and of a subclass', () => {
  const Port = class Port {
    public readonly number = 8080;
    public readonly name = 'http';
    public readonly protocol = 'TCP';
  };
  class OwnPort extends Port {}
  expect(() => web({ ports: [new Port() as never] })).not.toThrow();
  expect(() => web({ ports: [new OwnPort() as never] })).not.toThrow();
});

/** Classes of the edge room and what its props are made of. */
const CLASSES =
  'Acknowledgement AppArmor AppArmorLoader Autoscaler DataClaim Device DisruptionBudget EdgeNamespace EnvReference Exposure Flow Hardening Identity Image ImageLock ImageMirror Life Monitoring MountedFiles ParsecClient ParsecHost ParsecSocketVolume Peer Placement PodSecurity Port Posture Probe RegistryCredentials Seccomp SeccompInstaller SecureEdgeApp StopSignal Target TopologySpread UpdatePolicy Weakness WritableFolder'.split(
    ' ',
  );
const VALUES: ReadonlyArray<unknown> = [undefined, 7, 'x', true, {}, [], [undefined], [7], (): number => 1];
/** Methods that TypeScript hides, and those whose first argument is a construct. */
const LEFT_OUT = new Set(['length', 'name', 'prototype', 'claimed', 'block', 'ofVersion', 'of', 'set', 'isConstruct']);

/** Calls that end with another error than an InputError. */
function crashes(calls: ReadonlyArray<() => unknown>): string[] {
  return calls.flatMap((call) => {
    try {
      call();
      return [];
    } catch (error) {
      const { name, message } = error as Error;
      return name === 'InputError' || message.startsWith('Validation failed') ? [] : [`${name}: ${message}`];
    }
  });
}

describe('a value of a wrong type is an InputError, and not an error of JavaScript', () => {
  test.each(CLASSES)('of %s', (name) => {
    const type = (library as unknown as Record<string, any>)[name];
    const factories = Object.getOwnPropertyNames(type).filter((key) => !LEFT_OUT.has(key) && !key.startsWith('_'));
    const calls = factories
      .filter((key) => typeof type[key] === 'function')
      .flatMap((key) => VALUES.flatMap((a) => VALUES.map((b) => () => type[key](a, b))));
    const isConstruct = 'isConstruct' in type;
    const isMade = ['Acknowledgement', 'ParsecHost', 'Hardening', 'Posture'].includes(name);
    const constructions = VALUES.map(
      (value) => () => (isConstruct ? new type(new Chart(new App(), 'chart'), 'x', value) : new type(value)),
    );
    const all = [...calls, ...(isConstruct || isMade ? constructions : [])];
    expect(all.length).toBeGreaterThan(8);
    expect(crashes(all)).toEqual([]);
  });

  test.each(Object.keys(APP_TYPES))('in the prop %s', (key) => {
    const synth = (value: unknown): void => {
      const app = web({ [key]: value });
      Chart.of(app).toJson();
    };
    expect(crashes([...VALUES, null].map((value) => () => synth(value)))).toEqual([]);
  });
});
