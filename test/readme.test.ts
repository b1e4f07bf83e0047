import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import * as ts from 'typescript';
import { podsOf } from '../src/kubernetes/pods';
import { podSecurityVerdict } from './edge/pod-security-verdict';
import { exhaustive } from './exhaustive';

const ROOT = join(__dirname, '..');

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const APPS = [...README.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text = '']) => text);

/** First app of the README, and the manifests that the README shows for it. */
const [FIRST = ''] = APPS;
const [, SHOWN = ''] = /^```yaml\n([^]*?)^```$/m.exec(README) ?? [];

/** App of the README that mixes both libraries. */
const [MIXED = ''] = APPS.filter((text) => text.includes('cdk8s-plus-'));

const MAJORS = ['27', '34'];

function mixedWith(major: string): string {
  return MIXED.replace(/cdk8s-plus-\d+/g, `cdk8s-plus-${major}`);
}

/** Runs a program, and returns the objects of its charts. */
function objectsOf(text: string): any[] {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const synthesized: App[] = [];
  const synth = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
    synthesized.push(this);
  });
  const load = (name: string): unknown => jest.requireActual(name === 'cdk8s-secure-edge' ? '../src/index' : name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is a page of this repository
  new Function('require', 'exports', outputText)(load, {});
  synth.mockRestore();
  return synthesized.flatMap(({ charts }) => charts.flatMap((chart) => Testing.synth(chart)));
}

test('the first app of the README makes the manifests that the README shows, in this order', () => {
  expect(SHOWN).toBe(Yaml.stringify(...objectsOf(FIRST)));
});

/** Compiles the mixed app with each version of cdk8s-plus. */
function compileErrors(): string[] {
  const texts = new Map(MAJORS.map((major) => [join(__dirname, `readme-${major}.ts`), mixedWith(major)]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (name) => texts.has(name) || onDisk.fileExists(name);
  host.getSourceFile = (name, version) => {
    const text = texts.get(name);
    return text === undefined ? onDisk.getSourceFile(name, version) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = [...texts.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

// the compiler reads all of the library and both versions of cdk8s-plus, which takes many seconds
if (exhaustive)
  test('the mixed app of the README compiles with the oldest and the newest cdk8s-plus', () => {
    expect(compileErrors()).toEqual([]);
  });

describe.each(MAJORS)('the mixed app of the README with cdk8s-plus-%s', (major) => {
  const objects = objectsOf(mixedWith(major));
  const one = (kind: string, name: string): any => {
    const found = objects.filter((each) => each.kind === kind && each.metadata.name === name);
    expect(found).toHaveLength(1);
    return found[0];
  };

  test('passes Pod Security restricted', () => {
    const pods = objects.flatMap((each) => podsOf(each));
    expect(pods.map(({ template }) => podSecurityVerdict(template))).toEqual(['restricted', 'restricted']);
  });

  test('mounts the objects of cdk8s-plus, and has its amounts', () => {
    const { volumes, containers } = one('Deployment', 'web').spec.template.spec;
    expect(volumes).toContainEqual(expect.objectContaining({ configMap: { name: 'till-prices', defaultMode: 0o444 } }));
    expect(volumes).toContainEqual(
      expect.objectContaining({ secret: { secretName: 'database-password', defaultMode: 0o440 } }),
    );
    expect(containers[0].resources.limits).toMatchObject({ cpu: '250m', memory: '96Mi' });
  });

  test('is selected by the policies, the autoscaler and the Ingress', () => {
    const { matchLabels } = one('Deployment', 'till-database').spec.selector;
    expect(one('NetworkPolicy', 'web').spec.egress[0].to[0].podSelector.matchLabels).toEqual(matchLabels);
    expect(one('HorizontalPodAutoscaler', 'till-scaler').spec.scaleTargetRef.name).toBe('web');
    expect(one('Deployment', 'web').spec).not.toHaveProperty('replicas');
    expect(one('Ingress', 'till-ingress').spec.rules[0].http.paths[0].backend.service).toEqual({
      name: 'web',
      port: { number: 80 },
    });
    expect(one('Service', 'web').spec.ports[0].port).toBe(80);
  });
});
