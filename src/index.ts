export { Hardening, type HardeningProps } from './hardening/hardening';
export { Posture, type PostureProps } from './hardening/posture';
export { NodeAppArmor, Target, type TargetOptions } from './kubernetes/target';
export { Acknowledgement, type AcknowledgementProps } from './policy/acknowledgement';
