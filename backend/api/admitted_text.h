#pragma once

#include "admission/admission.h"

#include <cstdint>
#include <string>

namespace paradox::api {

/// Alone as the answer to one intent, or in the list that answers a batch, where each result says its `code`.
enum class AdmittedForm : std::uint8_t { Alone, InList };

/// The answer to an intent that is in, with its receipt, as JSON behind `out`. Written by hand, because it is the
/// answer given most: members in the order in which the rest of the API sorts them.
void appendAdmitted(std::string &out, const admission::Admitted &admitted, AdmittedForm form);

} // namespace paradox::api
