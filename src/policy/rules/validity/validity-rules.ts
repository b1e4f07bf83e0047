import type { Rule } from '../../rule';
import { fieldOfTarget } from './field-of-target';
import { limitRangeBounds } from './limit-range-bounds';
import { servedApiVersion } from './served-api-version';
import { validContainers } from './valid-containers';
import { validInitContainers } from './valid-init-containers';
import { validMetadata } from './valid-metadata';
import { validOverlay } from './valid-overlay';
import { validPodResources } from './valid-pod-resources';
import { validProfileReference } from './valid-profile-reference';
import { validResources } from './valid-resources';
import { validRestartPolicy } from './valid-restart-policy';
import { validSecurityContext } from './valid-security-context';
import { validStructure } from './valid-structure';
import { validVolumes } from './valid-volumes';
import { validWindowsPod } from './valid-windows-pod';

/** Rules of the topic validity. */
export const VALIDITY_RULES: ReadonlyArray<Rule> = [
  fieldOfTarget,
  limitRangeBounds,
  servedApiVersion,
  validContainers,
  validInitContainers,
  validMetadata,
  validOverlay,
  validPodResources,
  validProfileReference,
  validResources,
  validRestartPolicy,
  validSecurityContext,
  validStructure,
  validVolumes,
  validWindowsPod,
];
