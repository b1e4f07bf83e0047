import { existsSync, readdirSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';
import { installedRoot } from '../install/found-installation';
import type { Installation } from '../install/installation';
import { readOtherRecords, readRecord, type StoredRecord } from '../install/installation-record';

/** Installed apps of a machine. */
export interface InstalledApps {
  /** Sorted by name. */
  readonly apps: ReadonlyArray<Installation>;
  /** One sentence for each app whose record cannot be read. */
  readonly notes: ReadonlyArray<string>;
}

/**
 * Reads the installed apps of a machine.
 * @param root folder of all packages
 * @param app name of the only app to read
 * @throws InputError if that app is not installed, or its record cannot be read
 */
export function installedApps(root: string, app?: string): InstalledApps {
  const folder = installedRoot(root);
  if (app !== undefined) return { apps: [installedApp(folder, app).installation], notes: [] };
  if (!existsSync(folder)) return { apps: [], notes: [] };
  const { installations, notes } = readOtherRecords(folder, '');
  return { apps: installations, notes };
}

/**
 * Reads the record of an installed app.
 * @param folder folder of all installed apps
 * @throws InputError if the app is not installed, with the names of those that are
 */
export function installedApp(folder: string, app: string): StoredRecord {
  const record = isName(app) ? readRecord(folder, app) : undefined;
  if (record !== undefined) return record;
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  const installed = names.length === 0 ? 'no app is installed' : `installed: ${names.sort().map(quote).join(', ')}`;
  throw new InputError(`app ${quote(app)}`, [`is not installed on this machine; ${installed}`]);
}

function isName(app: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(app);
}
