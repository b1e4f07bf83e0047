import type { Rule } from '../../rule';
import { explicitRegistry } from './explicit-registry';
import { imageDigest } from './image-digest';
import { imagePullPolicy } from './image-pull-policy';
import { noLatestTag } from './no-latest-tag';

/** Rules of the topic images. */
export const IMAGES_RULES: ReadonlyArray<Rule> = [explicitRegistry, imageDigest, imagePullPolicy, noLatestTag];
