// The interface is implemented in Swift (module TrellisWorkerInterface); this makes its header a module.
#include "trellis_worker.h"
