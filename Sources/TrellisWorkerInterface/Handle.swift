import Synchronization
import Trellis

/// A value that is known outside by the address of this object.
final class Handle: Sendable {
    let value: any Sendable

    /// The value encoded, once it was asked for: its frames are borrowed for as long as the handle is held.
    private let encoding = Mutex<EncodedValue?>(nil)

    /// How many bytes the value takes, once it was asked for.
    private let size = Mutex<Int?>(nil)

    init(_ value: any Sendable) { self.value = value }

    /// The value encoded.
    func encoded(by library: TaskLibrary) throws -> EncodedValue {
        try encoding.withLock { encoding in
            if let encoding { return encoding }
            let made = try library.encode(value)
            encoding = made
            return made
        }
    }

    /// How many bytes the value takes; 0 if the library cannot encode it.
    func byteCount(by library: TaskLibrary) -> Int {
        size.withLock { size in
            if let size { return size }
            let made = (try? library.byteCount(of: value)) ?? 0
            size = made
            return made
        }
    }
}

extension Handle {
    /// The number of a new reference to this object.
    var retainedNumber: UInt64 { UInt64(UInt(bitPattern: Unmanaged.passRetained(self).toOpaque())) }

    /// The reference that a number is; nil for 0.
    static func reference(_ number: UInt64) -> Unmanaged<Handle>? {
        UnsafeRawPointer(bitPattern: UInt(number)).map { Unmanaged.fromOpaque($0) }
    }

    /// The object whose number it is.
    ///
    /// - Throws: `HandleError.zero`.
    static func borrowed(_ number: UInt64) throws(HandleError) -> Handle {
        guard let reference = reference(number) else { throw .zero }
        return reference.takeUnretainedValue()
    }
}

/// What can be wrong with the arguments of a call.
enum HandleError: Error, CustomStringConvertible {
    /// A handle is 0.
    case zero

    /// There is not as much room for outputs as there are.
    case wrongOutputCount(found: Int, expected: Int)

    var description: String {
        switch self {
        case .zero: "a handle is 0"
        case .wrongOutputCount(let found, let expected):
            "there is room for \(found) outputs, the piece has \(expected)"
        }
    }
}
