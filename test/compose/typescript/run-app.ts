import * as cdk8s from 'cdk8s';
import * as constructs from 'constructs';
import ts from 'typescript';
import * as library from '../../../src';
import type { Manifest } from '../../../src/kubernetes/manifest';

/** Runs the TypeScript of an app. Returns the manifests of its charts, without writing them. */
export function runApp(text: string): Manifest[] {
  const manifests: Manifest[] = [];
  class App extends cdk8s.App {
    public override synth(): void {
      for (const chart of this.charts) manifests.push(...(chart.toJson() as Manifest[]));
    }
  }
  const modules: Record<string, unknown> = { cdk8s: { ...cdk8s, App }, constructs, 'cdk8s-secure-edge': library };
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is what the test is about
  new Function('require', 'exports', outputText)((name: string) => modules[name], {});
  return manifests;
}
