import type { Plugin } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import options from '../../../.prettierrc.json';

/** Formats TypeScript with the options of this repository. */
export async function prettier(text: string): Promise<string> {
  const plugins: Plugin[] = [typescript, estree as Plugin];
  return format(text, { ...options, parser: 'typescript', plugins } as object);
}
