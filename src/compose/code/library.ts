import { Duration } from 'cdk8s';
import { AppArmor } from '../../edge/app-armor';
import { ClaimAccessMode, DataClaim } from '../../edge/data-claim';
import { Device } from '../../edge/device';
import { EdgeNamespace } from '../../edge/edge-namespace';
import { EnvReference, PodField } from '../../edge/env-reference';
import { Exposure } from '../../edge/exposure';
import { Identity } from '../../edge/identity';
import { Life } from '../../edge/life';
import { MountedFiles } from '../../edge/mounted-files';
import { Placement, TaintEffect } from '../../edge/placement';
import { PodSecurity } from '../../edge/pod-security-level';
import { Probe } from '../../edge/probe';
import { SeLinux, SeLinuxType } from '../../edge/se-linux';
import { Seccomp } from '../../edge/seccomp';
import { SecureEdgeApp } from '../../edge/secure-edge-app';
import { UpdatePolicy } from '../../edge/update-policy';
import { Weakness } from '../../edge/weakness';
import { HostPathType } from '../../edge/weaknesses/node-path';
import { WritableFolder } from '../../edge/writable-folder';
import { Posture } from '../../hardening/posture';
import { Capability } from '../../host/capability';
import { Acknowledgement } from '../../kubernetes/acknowledgement';
import { Port } from '../../kubernetes/port';
import { Flow } from '../../network/flow';
import { Peer } from '../../network/peer';
import { ParsecClient } from '../../parsec/parsec-client';
import { ParsecHost } from '../../parsec/parsec-host';
import { ParsecSocket } from '../../parsec/parsec-socket';
import { ParsecSocketVolume } from '../../parsec/parsec-socket-volume';
import { Image, ImagePullPolicy } from '../../supply-chain/image';

/** Exports of the library that a converted app uses, by their names. */
export const LIBRARY: Readonly<Record<string, unknown>> = {
  Acknowledgement,
  AppArmor,
  Capability,
  ClaimAccessMode,
  DataClaim,
  Device,
  EdgeNamespace,
  EnvReference,
  Exposure,
  Flow,
  HostPathType,
  Identity,
  Image,
  ImagePullPolicy,
  Life,
  MountedFiles,
  ParsecClient,
  ParsecHost,
  ParsecSocket,
  ParsecSocketVolume,
  Peer,
  Placement,
  PodField,
  PodSecurity,
  Port,
  Posture,
  Probe,
  Seccomp,
  SeLinux,
  SeLinuxType,
  SecureEdgeApp,
  TaintEffect,
  UpdatePolicy,
  Weakness,
  WritableFolder,
};

/** Exports of cdk8s that a converted app uses. */
export const CDK8S: Readonly<Record<string, unknown>> = { Duration };
