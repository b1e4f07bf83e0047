import type { ControlReference } from '../control';

/** A control of a standard. */
export interface Control {
  readonly id: string;
  /** What it is about. */
  readonly title: string;
  /** Where it is checked, for one that cannot be seen in manifests. */
  readonly elsewhere?: string;
  /** What of it manifests do not show although they show some, and where that is checked. */
  readonly rest?: string;
}

/** A standard, in one version where its ids differ between versions. */
export interface Framework {
  readonly name: string;
  readonly version?: string;
  /** Every control of it that is about containers, the ones that cannot be seen in manifests too. */
  readonly controls: ReadonlyArray<Control>;
}

/** References to controls of a framework. */
export function references({ name, version }: Framework, ids: ReadonlyArray<string>): ControlReference[] {
  return ids.map((id) => ({ framework: name, ...(version !== undefined && { version }), id }));
}
