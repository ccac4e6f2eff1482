// The functions that move values. `trellis_worker.h` documents each function.

import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Encodes a value: `tk_encode`.
@_cdecl("tk_encode")
public func encode(
    _ handle: UInt64, _ meta: UnsafeMutablePointer<UInt8>?, _ metaCapacity: Int,
    _ frames: UnsafeMutablePointer<UnsafeRawPointer?>?, _ lengths: UnsafeMutablePointer<UInt64>?,
    _ frameCapacity: Int, _ frameCount: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int {
    var size = 0
    _ = status(error) {
        let encoded = try Handle.borrowed(handle).encoded(by: WorkerLibrary.shared.registry)
        size = encoded.meta.count
        frameCount?.pointee = encoded.frames.count
        guard let meta, metaCapacity >= size, frameCapacity >= encoded.frames.count else { return }
        meta.update(from: encoded.meta, count: size)
        for (index, frame) in encoded.frames.enumerated() {
            // The pointer remains valid after the closure, because the handle keeps the encoded value and its frames
            // alive.
            frame.withUnsafeBytes { bytes in
                frames?[index] = bytes.baseAddress
                lengths?[index] = UInt64(bytes.count)
            }
        }
    }
    return size
}

/// Decodes a value: `tk_decode`.
@_cdecl("tk_decode")
public func decode(
    _ meta: UnsafePointer<UInt8>?, _ metaLength: Int, _ frames: UnsafePointer<UnsafeRawPointer?>?,
    _ lengths: UnsafePointer<UInt64>?, _ frameCount: Int, _ handle: UnsafeMutablePointer<UInt64>?,
    _ error: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    status(error) {
        let meta = UnsafeRawBufferPointer(start: meta, count: meta == nil ? 0 : metaLength)
        var parts: [UnsafeRawBufferPointer] = []
        if let frames, let lengths {
            for index in 0..<frameCount {
                let count = frames[index] == nil ? 0 : Int(clamping: lengths[index])
                parts.append(UnsafeRawBufferPointer(start: frames[index], count: count))
            }
        }
        let value = try WorkerLibrary.shared.registry.decode(meta: meta, frames: parts)
        handle?.pointee = Handle(value).retainedNumber
    }
}

/// Returns the size of a value in bytes: `tk_nbytes`.
@_cdecl("tk_nbytes")
public func byteCount(_ handle: UInt64) -> Int {
    Handle.reference(handle)?.takeUnretainedValue().byteCount(by: WorkerLibrary.shared.registry) ?? 0
}

/// Adds a reference to a value: `tk_retain`.
@_cdecl("tk_retain")
public func retain(_ handle: UInt64) {
    _ = Handle.reference(handle)?.retain()
}

/// Releases a reference to a value: `tk_release`.
@_cdecl("tk_release")
public func release(_ handle: UInt64) {
    Handle.reference(handle)?.release()
}

/// Frees memory that the library returned: `tk_free`.
@_cdecl("tk_free")
public func freeMemory(_ memory: UnsafeMutableRawPointer?) {
    free(memory)
}
