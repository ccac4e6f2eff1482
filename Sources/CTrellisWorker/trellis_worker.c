// The interface is implemented in Swift (module TrellisWorkerInterface). This file makes its header a module.
#include "trellis_worker.h"
