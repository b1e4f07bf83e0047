import { isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject } from './manifest';
import { strategicMerge } from './overlays/strategic-merge';
import type { FoundPod } from './pods';

/** API group of Tekton. */
export const TEKTON = 'tekton.dev';

/** Pods that Tekton makes from an object, and the values of the object that are read for them. */
export interface TektonPods {
  readonly pods: ReadonlyArray<FoundPod>;
  readonly read: ReadonlyArray<unknown>;
}

/** Value in the object, with its JSON pointer. */
interface Placed {
  readonly value: JsonObject;
  readonly pointer: string;
}

/** Values of parameters by name. */
type Params = ReadonlyMap<string, string>;

/** Settings of a run for the pods of its tasks. */
interface Run {
  /** Pod templates, of which a later one comes first. */
  readonly templates: ReadonlyArray<Placed>;
  readonly account?: string;
  readonly params: Params;
}

const NO_RUN: Run = { templates: [], params: new Map() };

/**
 * Returns the pods that Tekton makes from a Task, a StepAction, a Pipeline or a run: a container for each step and each sidecar,
 * with the volumes of the task and the pod template of a run in the same object. Steps that refer to a StepAction, and tasks that
 * refer to a Task, are in other objects.
 * @see https://tekton.dev/docs/pipelines/tasks/
 */
export function tektonPodsIn(object: JsonObject): TektonPods {
  const found = new TektonObject(object);
  found.collect();
  return { pods: found.pods, read: found.read };
}

class TektonObject {
  public readonly pods: FoundPod[] = [];
  public readonly read: unknown[] = [];
  private readonly spec: Placed;

  constructor(private readonly object: JsonObject) {
    this.spec = { value: objectAt(object, 'spec'), pointer: '/spec' };
  }

  public collect(): void {
    const { spec } = this;
    switch (this.object['kind']) {
      case 'Task':
      case 'ClusterTask':
        return this.addTask(spec, NO_RUN);
      case 'StepAction':
        return this.addPod(spec, [spec], NO_RUN);
      case 'TaskRun': {
        const task = at(spec, 'taskSpec');
        return this.addRun(task === undefined ? [] : [task], this.runOf(spec, spec));
      }
      case 'Pipeline':
        return this.addRun(tasksOf(spec), NO_RUN, spec);
      case 'PipelineRun': {
        const template = at(spec, 'taskRunTemplate') ?? spec;
        const pipeline = at(spec, 'pipelineSpec');
        return this.addRun(pipeline === undefined ? [] : tasksOf(pipeline), this.runOf(template, spec), pipeline);
      }
      default:
    }
  }

  /** Adds a pod for each task of a run; for none, the pod without containers that the pod template of the run describes. */
  private addRun(tasks: ReadonlyArray<Placed>, run: Run, pipeline?: Placed): void {
    const params = withParams(pipeline === undefined ? new Map() : defaultsOf(pipeline.value), run.params);
    const specs = listOf(this.spec, 'taskRunSpecs');
    for (const task of tasks) {
      const spec = at(task, 'taskSpec') ?? task;
      const own = specs.find(({ value }) => value['pipelineTaskName'] === task.value['name']);
      const given = spec === task ? params : paramsOf(task.value, params);
      this.addTask(
        spec,
        own === undefined ? { ...run, params: given } : { ...this.runOf(own, own, run), params: given },
      );
    }
    if (tasks.length > 0) return;
    for (const each of [run, ...specs.map((spec) => this.runOf(spec, spec, run))])
      if (each.templates.length > 0) this.addPod(this.spec, [], each);
  }

  /** Returns the settings in a part of a run, and the parameters in another. */
  private runOf(template: Placed, spec: Placed, around: Run = NO_RUN): Run {
    const own = ['taskPodTemplate', 'podTemplate'].flatMap((key) => at(template, key) ?? []);
    this.read.push(...own.map(({ value }) => value));
    const account =
      stringAt(template.value, 'taskServiceAccountName') ?? stringAt(template.value, 'serviceAccountName');
    return {
      templates: [...around.templates, ...own],
      account: account ?? around.account,
      params: paramsOf(spec.value, new Map()),
    };
  }

  private addTask(task: Placed, run: Run): void {
    const params = withParams(defaultsOf(task.value), run.params);
    const steps = listOf(task, 'steps').filter(({ value }) => value['ref'] === undefined);
    const containers = [...steps, ...listOf(task, 'sidecars')];
    if (containers.length > 0)
      this.addPod(task, containers, { ...run, params }, at(task, 'stepTemplate'), steps.length);
  }

  /** @param steps number of the first containers to which the template of steps applies */
  private addPod(around: Placed, parts: ReadonlyArray<Placed>, run: Run, template?: Placed, steps = 0): void {
    const places = new Map<string, string>();
    const spec: JsonObject = {};
    for (const { value, pointer } of run.templates)
      for (const [key, each] of Object.entries(value)) {
        if (key === 'env' || key === 'volumes') continue;
        spec[key] = each;
        places.set(`/spec${pointerStep(key)}`, pointer + pointerStep(key));
      }
    if (run.account !== undefined) spec['serviceAccountName'] = run.account;
    this.addVolumes(spec, [around, ...run.templates], places);
    spec['containers'] = parts.map((part, i) =>
      this.container(part, i, places, run.params, i < steps ? template : undefined),
    );
    if (template !== undefined) this.read.push(template.value);
    this.pods.push({
      object: this.object,
      pointer: around.pointer,
      template: { spec },
      spec,
      annotatable: false,
      places,
    });
  }

  private addVolumes(spec: JsonObject, holders: ReadonlyArray<Placed>, places: Map<string, string>): void {
    const volumes = holders.flatMap((holder) => listOf(holder, 'volumes'));
    if (volumes.length === 0) return;
    spec['volumes'] = volumes.map(({ value, pointer }, i) => {
      this.read.push(value);
      places.set(`/spec/volumes/${i}`, pointer);
      return value;
    });
  }

  private container(
    part: Placed,
    i: number,
    places: Map<string, string>,
    params: Params,
    template?: Placed,
  ): JsonObject {
    const path = `/spec/containers/${i}`;
    const { value, pointer } = part;
    this.read.push(value);
    const merged = structuredClone(template?.value ?? {});
    for (const key of Object.keys(merged))
      places.set(path + pointerStep(key), `${template?.pointer ?? ''}${pointerStep(key)}`);
    places.set(path, pointer);
    const changes = strategicMerge(merged, structuredClone(value));
    if (template !== undefined) for (const each of changes) places.set(path + each.path, pointer + each.pointer);
    const { computeResources, image, ...fields } = merged;
    if (this.object['apiVersion'] !== `${TEKTON}/v1beta1`) {
      const isOfTemplate = value['computeResources'] === undefined && template?.value['computeResources'] !== undefined;
      places.set(`${path}/resources`, `${isOfTemplate ? template.pointer : pointer}/computeResources`);
    }
    return {
      ...fields,
      ...(image !== undefined && { image: typeof image === 'string' ? substituted(image, params) : image }),
      ...(computeResources !== undefined && { resources: computeResources }),
      // Tekton's own name for a step without one, without its prefix
      name: stringAt(merged, 'name') || `unnamed-${i}`,
    };
  }
}

/** Returns the tasks of a pipeline that contain their specification. */
function tasksOf(pipeline: Placed): Placed[] {
  const all = ['tasks', 'finally'].flatMap((list) => listOf(pipeline, list));
  // the specification of a custom task has an apiVersion and a kind, and is an object of its own
  return all.filter(({ value }) => isObject(value['taskSpec']) && value['taskSpec']['apiVersion'] === undefined);
}

function at({ value, pointer }: Placed, key: string): Placed | undefined {
  const inner = value[key];
  return isObject(inner) ? { value: inner, pointer: pointer + pointerStep(key) } : undefined;
}

function listOf({ value, pointer }: Placed, key: string): Placed[] {
  return listAt(value, key).flatMap((each, i) =>
    isObject(each) ? [{ value: each, pointer: pointer + pointerStep(key) + pointerStep(i) }] : [],
  );
}

/** Returns the defaults of declared parameters. */
function defaultsOf(spec: JsonObject): Params {
  return namedTexts(spec, 'default', new Map());
}

/** Returns the values of given parameters, which can refer to those around them. */
function paramsOf(spec: JsonObject, around: Params): Params {
  return namedTexts(spec, 'value', around);
}

function namedTexts(spec: JsonObject, key: string, around: Params): Params {
  const texts = new Map<string, string>();
  for (const param of listAt(spec, 'params')) {
    if (!isObject(param)) continue;
    const [name, text] = [stringAt(param, 'name'), stringAt(param, key)];
    if (name !== undefined && text !== undefined) texts.set(name, substituted(text, around));
  }
  return texts;
}

function withParams(defaults: Params, given: Params): Params {
  return new Map([...defaults, ...given]);
}

const VARIABLE = /\$\((?:inputs\.)?params(?:\.([\w-]+)|\[["']([^"'\]]+)["']\])\)/g;

/** Returns a text with the values of parameters. A variable stays if its value is known only when it runs. */
function substituted(text: string, params: Params): string {
  return text.replace(
    VARIABLE,
    (variable, dotted?: string, quoted?: string) => params.get(dotted ?? quoted ?? '') ?? variable,
  );
}
