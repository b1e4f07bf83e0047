import type { ControlReference } from '../control';

/** Control of a standard. */
export interface Control {
  readonly id: string;
  /** Title of the control. */
  readonly title: string;
  /** Place where the control is checked, if manifests do not show it. */
  readonly elsewhere?: string;
  /** Part of the control that manifests do not show, and the place where it is checked. */
  readonly rest?: string;
}

/** Standard, in one version if its ids differ between versions. */
export interface Framework {
  readonly name: string;
  readonly version?: string;
  /** All controls of the standard about containers, including those that manifests do not show. */
  readonly controls: ReadonlyArray<Control>;
}

/** Returns references to controls of a standard. */
export function references({ name, version }: Framework, ids: ReadonlyArray<string>): ControlReference[] {
  return ids.map((id) => ({ framework: name, version, id }));
}
