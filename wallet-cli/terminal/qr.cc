#include "wallet-cli/terminal/qr.h"

#include <qrcodegen.hpp>
#include <stdexcept>

namespace enishi {
namespace {

constexpr int kQuietZone = 4;

std::string Draw(const qrcodegen::QrCode& code, QrColours colours) {
  std::string out;
  const int size = code.getSize();
  const auto dark = [&](int x, int y) { return code.getModule(x, y); };  // false outside
  for (int y = -kQuietZone; y < size + kQuietZone; y += 2) {
    if (colours == QrColours::kTerminal) out += "\x1b[30;107m";
    for (int x = -kQuietZone; x < size + kQuietZone; ++x) {
      const bool upper = dark(x, y);
      const bool lower = dark(x, y + 1);
      out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    if (colours == QrColours::kTerminal) out += "\x1b[0m";
    out += '\n';
  }
  return out;
}

}  // namespace

Parsed<std::string> DrawQr(const std::string& text, QrColours colours) {
  try {
    return Draw(qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::LOW), colours);
  } catch (const std::length_error&) {
    return FormatError{"too long for a QR code"};
  }
}

}  // namespace enishi
