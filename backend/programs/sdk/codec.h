#pragma once

// Borsh. A declared structure has `template <class V, class Self> static void fields(V &visit, Self &self)` which
// calls visit("name", self.member) in wire order; Reader, Writer and the IDL tool are such visitors.
#include "programs/sdk/reader.h"
#include "programs/sdk/writer.h"
