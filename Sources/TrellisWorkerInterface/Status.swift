import CTrellisWorker
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Calls `body` on the cores of the worker, and converts an error that it throws to a status code and a message.
func status(_ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ body: () throws -> Void) -> Int32
{
    do {
        try WorkerLibrary.cores.bound(body)
        return Int32(TK_OK)
    } catch let thrown {
        error?.pointee = strdup("\(thrown)")
        return switch thrown {
        case is CancellationError: Int32(TK_CANCELLED)
        case let thrown as WireError: thrown.status
        default: Int32(TK_FAILED)
        }
    }
}

extension WireError {
    fileprivate var status: Int32 {
        switch self {
        case .damaged, .wrongChecksum, .otherFormat, .cannotDecode: Int32(TK_BAD_FRAME)
        case .unknownOperation, .otherVersion, .notTheOperationSent, .cannotRebuild, .unknownValue:
            Int32(TK_UNKNOWN_OPERATION)
        case .wrongInputCount: Int32(TK_FAILED)
        }
    }
}
