/**
 * Plugin of TypeDoc that finds the target of a `{@link NAME}` in the modules of other rooms, where TypeDoc does not look.
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.addUnknownSymbolResolver(({ symbolReference }, from) => {
    const path = (symbolReference?.path ?? []).map((part) => part.path);
    const modules = from.project.children ?? [];
    const target = modules.map((module) => module.getChildByName(path)).find((found) => found !== undefined);
    return target && { target, caption: path.join('.') };
  });
}
