import { JsonPatch, type ApiObject } from 'cdk8s';
import { expectTypes } from '../diagnostics/expected-type';
import { InputError, quote } from '../diagnostics/input-error';
import type { Acknowledgement } from '../kubernetes/acknowledgement';
import type { Cdk8sPlusValue } from '../kubernetes/cdk8s-plus-value';
import { isObject, pointerStep, stepsOf, type Manifest } from '../kubernetes/manifest';
import type { ManifestObject } from '../kubernetes/manifest-object';
import { CustomKinds } from '../kubernetes/schema/custom-kinds';
import { builtInKind } from '../kubernetes/schema/built-in-kinds';
import { builtInSchema } from '../kubernetes/schema/built-in-schema';
import { schemaFaults } from '../kubernetes/schema/validate';
import type { Target } from '../kubernetes/target';
import { changedProtection } from './protection';

/** Options of an override. */
export interface OverrideOptions {
  /**
   * Acknowledgements of the findings that the new value has, each with its reason. An override that changes a field on which the
   * security of the app depends needs at least one.
   * @default - none
   */
  readonly acknowledgements?: Acknowledgement[];
}

/**
 * Object that an app writes. An override sets a field that no prop of the app sets.
 *
 * ```ts
 * const web = new SecureEdgeApp(shop, 'web', { image });
 * web.objects.workload.addOverride('/spec/revisionHistoryLimit', 3);
 * ```
 */
export class AppObject {
  /** @internal */
  public static _of(object: ManifestObject, target: Target): AppObject {
    return new AppObject(object, target);
  }

  private constructor(
    private readonly object: ManifestObject,
    private readonly target: Target,
  ) {}

  /** Object of cdk8s. A JSON patch of it is not checked. */
  public get apiObject(): ApiObject {
    return this.object;
  }

  /** Kind of the object, such as `Service`. */
  public get kind(): string {
    return this.object.kind;
  }

  /** Name of the object. */
  public get name(): string {
    return this.object.name;
  }

  /**
   * Sets a field.
   * @param path JSON pointer as in findings, such as `/spec/template/spec/schedulerName`; `-` at its end adds an item to a list
   * @param value plain JSON
   * @throws {@link InputError} if the kind does not have the field in the target, the value has a wrong type, or the security of the app
   * depends on the field and no acknowledgement is given
   */
  public addOverride(path: string, value: Cdk8sPlusValue, options: OverrideOptions = {}): AppObject {
    expectTypes(this.subject, { path: [path, 'text'], options: [options, 'object'] });
    const [before, place] = this.placeOf(path);
    if (value === undefined) this.fail(`value of ${quote(path)} must be set: use removeField to delete the field`);
    return this.patch(
      place.exists ? JsonPatch.replace(path, value) : JsonPatch.add(path, value),
      before,
      path,
      options,
    );
  }

  /**
   * Deletes a field.
   * @param path JSON pointer of the field
   * @throws {@link InputError} if the object does not have the field, or as in {@link AppObject.addOverride}
   */
  public removeField(path: string, options: OverrideOptions = {}): AppObject {
    expectTypes(this.subject, { path: [path, 'text'], options: [options, 'object'] });
    const [before, place] = this.placeOf(path);
    if (!place.exists) this.fail(`the object does not have the field ${quote(path)}`);
    return this.patch(JsonPatch.remove(path), before, path, options);
  }

  private patch(
    patch: JsonPatch,
    before: Manifest,
    path: string,
    { acknowledgements = [] }: OverrideOptions,
  ): AppObject {
    const after = JsonPatch.apply(structuredClone(before), patch) as Manifest;
    const known = new Set(this.faultsOf(before));
    const faults = this.faultsOf(after).filter((fault) => !known.has(fault));
    if (faults.length > 0) this.fail(...faults);
    const changed = changedProtection(before, after);
    if (changed.length > 0 && acknowledgements.length === 0)
      this.fail(
        `override of ${quote(path)} changes ${changed.join(', ')}, on which the security of the app depends: use the prop or the Weakness for it, or give acknowledgements with the rule and the reason`,
      );
    this.object.addJsonPatch(patch);
    this.object.acknowledge(acknowledgements);
    return this;
  }

  /** Returns the manifest, and whether it has the field of a path. */
  private placeOf(path: string): [Manifest, { readonly exists: boolean }] {
    if (!path.startsWith('/') || path.endsWith('/'))
      this.fail(`path must be a JSON pointer, such as "/spec/replicas", got ${quote(path)}`);
    if (/^\/(apiVersion|kind|metadata\/(name|namespace))(\/|$)/.test(path))
      this.fail(`${quote(path)} is set by the props of the app: use name, namespace or target`);
    const manifest = this.object.toJson();
    let value: unknown = manifest;
    let walked = '';
    const steps = stepsOf(path);
    for (const [i, step] of steps.entries()) {
      const last = i === steps.length - 1;
      const next = childOf(value, step);
      if (next === undefined) {
        const mayAdd = isObject(value) || (Array.isArray(value) && (step === '-' || step === String(value.length)));
        if (last && mayAdd) return [manifest, { exists: false }];
        this.fail(`path ${quote(path)} does not exist: ${quote(walked === '' ? '/' : walked)} has ${contentOf(value)}`);
      }
      walked += pointerStep(step);
      value = next;
    }
    return [manifest, { exists: true }];
  }

  private faultsOf(manifest: Manifest): string[] {
    const { apiVersion, kind } = this.object;
    const builtIn = builtInKind(apiVersion, kind);
    const schema =
      builtIn === undefined
        ? new CustomKinds(this.target.minor, []).schemaOf(apiVersion, kind)
        : builtInSchema(builtIn.definition, this.target.minor);
    return schema === undefined ? [] : schemaFaults(schema, manifest).map(({ message }) => message);
  }

  private get subject(): string {
    return `${this.object.kind} ${quote(this.object.node.path)}`;
  }

  private fail(...problems: string[]): never {
    throw new InputError(this.subject, problems);
  }
}

function childOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(step) ? (value as unknown[])[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function contentOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  return isObject(value) ? `the fields ${Object.keys(value).join(', ') || '(none)'}` : `the value ${quote(value)}`;
}
