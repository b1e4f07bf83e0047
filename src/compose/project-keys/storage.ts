import { call } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import { reportFiles } from '../storage/file-references';
import { reportVolumes } from '../storage/named-volume';
import type { ProjectGroup } from './project-group';

const OTHERS: Readonly<Record<string, string>> = {
  version: 'the version of the format is informative',
  name: 'the name of the project',
  include: 'the included files are read',
};

/** Volumes, secrets and configs, and the keys of a file that no element represents. */
export const storageOfProject: ProjectGroup = {
  title: 'Volumes, secrets and configs',
  convert: (plan) => {
    reportVolumes(plan);
    reportFiles(plan);
    for (const service of plan.services.values()) if (mustEndFirst(service)) endFirst(service);
    for (const key of plan.project.others.keys())
      plan.report.byDesign(keyPath(key), OTHERS[key] ?? 'an extension that no element of the project refers to');
  },
};

/** True if the old pod must end before the next one starts, because both would write to one volume. */
function mustEndFirst({ form, app, definition, options }: ServiceConversion): boolean {
  const isDeployment = definition.deploy?.mode === undefined || definition.deploy.mode === 'replicated';
  return (
    form.keepsData &&
    isDeployment &&
    !app.has('update') &&
    !endsByItself(app.get('life')) &&
    !options.target.isIzumaEdge
  );
}

function endsByItself(life: ReturnType<ServiceConversion['app']['get']>): boolean {
  return life?.type === 'call' && life.callee !== 'Life.keepsRunning';
}

function endFirst({ app }: ServiceConversion): void {
  app.set('update', call('UpdatePolicy.recreate'));
}
