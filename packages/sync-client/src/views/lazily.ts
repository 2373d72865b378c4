import type { OpenView } from '../view-host.ts';

/** A view whose code is loaded when somebody looks: it has no value before. */
export function openLazily<Value>(
  load: () => Promise<OpenView<Value>>,
  changed: () => void,
  onFault: (error: unknown) => void,
): OpenView<Value> {
  let view: OpenView<Value> | null = null;
  let closed = false;
  load()
    .then((loaded) => {
      if (closed) loaded.close();
      else view = loaded;
      changed();
    })
    .catch(onFault);
  return {
    read: () => view?.read(),
    get isShared() {
      return view?.isShared ?? false;
    },
    close() {
      closed = true;
      view?.close();
    },
  };
}
