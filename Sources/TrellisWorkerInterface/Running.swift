// The functions that run pieces. `trellis_worker.h` documents each function.

import CTrellisWorker
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs a piece of a graph: `tk_run`.
@_cdecl("tk_run")
public func run(
    _ graph: UnsafePointer<UInt8>?, _ length: Int, _ inputs: UnsafePointer<UInt64>?, _ inputCount: Int,
    _ cancel: UnsafePointer<Int32>?, _ outputs: UnsafeMutablePointer<UInt64>?, _ outputCount: Int,
    _ report: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ reportLength: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    status(error) {
        let subgraph = try WorkerLibrary.shared.registry.decodeSubgraph(
            UnsafeRawBufferPointer(start: graph, count: graph == nil ? 0 : length))
        let outputs = UnsafeMutableBufferPointer(start: outputs, count: outputs == nil ? 0 : outputCount)
        guard outputs.count == subgraph.outputCount else {
            throw HandleError.wrongOutputCount(found: outputs.count, expected: subgraph.outputCount)
        }
        let numbers = UnsafeBufferPointer(start: inputs, count: inputs == nil ? 0 : inputCount)
        let values = try numbers.map { try Handle.borrowed($0).value }

        let result = try subgraph.run(on: values, cancel: cancel, cores: WorkerLibrary.cores)
        for (index, value) in result.outputs.enumerated() { outputs[index] = Handle(value).retainedNumber }
        if let report, let reportLength {
            let bytes = result.report.encoded
            report.pointee = copied(bytes)
            reportLength.pointee = bytes.count
        }
    }
}

/// Limits the number of cores of a task that runs alone: `tk_set_blas_threads`.
@_cdecl("tk_set_blas_threads")
public func setBLASThreads(_ count: Int32) {
    WorkerLibrary.cores.setLimit(Int(count))
}

/// Copies bytes to memory that the caller frees with `tk_free`.
private func copied(_ bytes: [UInt8]) -> UnsafeMutablePointer<UInt8>? {
    guard let memory = malloc(max(1, bytes.count)) else { return nil }
    let copy = memory.bindMemory(to: UInt8.self, capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    return copy
}
