import Synchronization
import Trellis

/// A value that callers identify by the address of this object.
final class Handle: Sendable {
    let value: any Sendable

    /// The encoded value, created on first use; callers borrow its frames while they hold the handle.
    private let encoding = Mutex<EncodedValue?>(nil)

    /// The size of the value in bytes, computed on first use.
    private let size = Mutex<Int?>(nil)

    init(_ value: any Sendable) { self.value = value }

    /// Returns the encoded value.
    func encoded(by registry: OperationRegistry) throws -> EncodedValue {
        try encoding.withLock { encoding in
            if let encoding { return encoding }
            let made = try registry.encode(value)
            encoding = made
            return made
        }
    }

    /// Returns the size of the value in bytes; 0 if the library cannot encode it.
    func byteCount(by registry: OperationRegistry) -> Int {
        size.withLock { size in
            if let size { return size }
            let made = (try? registry.byteCount(of: value)) ?? 0
            size = made
            return made
        }
    }
}

extension Handle {
    /// A handle that owns a new reference to this object.
    var retainedNumber: UInt64 { UInt64(UInt(bitPattern: Unmanaged.passRetained(self).toOpaque())) }

    /// The reference that a handle represents; nil for 0.
    static func reference(_ number: UInt64) -> Unmanaged<Handle>? {
        UnsafeRawPointer(bitPattern: UInt(number)).map { Unmanaged.fromOpaque($0) }
    }

    /// Returns the object of a handle, without taking ownership.
    ///
    /// - Throws: `HandleError.zero`.
    static func borrowed(_ number: UInt64) throws(HandleError) -> Handle {
        guard let reference = reference(number) else { throw .zero }
        return reference.takeUnretainedValue()
    }
}

/// An error in the arguments of a call.
enum HandleError: Error, CustomStringConvertible {
    /// A handle is 0.
    case zero

    /// The output array does not match the number of outputs of the piece.
    case wrongOutputCount(found: Int, expected: Int)

    var description: String {
        switch self {
        case .zero: "a handle is 0"
        case .wrongOutputCount(let found, let expected):
            "found room for \(found) outputs, expected \(expected)"
        }
    }
}
