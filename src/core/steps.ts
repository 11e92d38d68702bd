/**
 * The bounded effects of `rollingBack`, in order. They are `route`, `routed`, `report`; a single writer is stopped
 * first and started last.
 */
export type RollbackStep = 'stop' | 'stopping' | 'stopped' | 'route' | 'routed' | 'restart' | 'restarting' | 'report';

/** The bounded effects of `deploying`, in order: `create`, `ready` and (when it does not come up) `explain`; the others stop and start a single writer. */
export type DeployStep =
  | 'create'
  | 'ready'
  | 'explain'
  | 'stop'
  | 'stopping'
  | 'stopped'
  | 'stage'
  | 'staged'
  | 'start';
