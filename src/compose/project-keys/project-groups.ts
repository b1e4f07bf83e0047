import { networkGroup } from './networks';
import type { ProjectGroup } from './project-group';
import { storageOfProject } from './storage';

/** Groups of values outside services, and of connections between services, in the order in which they are converted. */
export const PROJECT_GROUPS: ReadonlyArray<ProjectGroup> = [networkGroup, storageOfProject];
